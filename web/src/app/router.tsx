// Every address of the application, from what the features tell of themselves. Pages are loaded when first visited, and
// their texts with them.
import { RequireAnonymous, RequireRole, RequireSession } from '@/app/guards';
import { RouteError } from '@/app/route-error';
import { Shell } from '@/app/shell/shell';
import { loadTexts } from '@/shared/i18n';
import type { Feature, Page } from '@/shared/routing/feature';
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { features } from './features';
import { NotFound } from './not-found';
import { Redirect } from './redirect';
import { StartScreen } from './start-screen';

const withTexts =
  ({ texts = [] }: Feature, load: Page['load']): Page['load'] =>
  async () => {
    const [page] = await Promise.all([load(), loadTexts(texts)]);
    return page;
  };

export function routesOf(feature: Feature): RouteObject[] {
  const { needs, frame, moved = {} } = feature;
  const pages = feature.pages.map(({ path, load }) => ({ path, lazy: withTexts(feature, load) }));
  const own = frame
    ? [
        {
          path: frame.path,
          lazy: withTexts(feature, frame.load),
          children: [
            { index: true, element: <Redirect to={frame.start} /> },
            // A page that breaks leaves the way to its neighbours.
            { errorElement: <RouteError />, children: pages },
          ],
        },
      ]
    : pages;
  const guard = needs && (
    <RequireRole needs={needs}>
      <Outlet />
    </RequireRole>
  );
  return [
    ...(guard ? [{ element: guard, children: own }] : own),
    ...Object.entries(moved).map(([path, to]) => ({ path, element: <Redirect to={to} /> })),
  ];
}

const routesFor = (session: Feature['session']): RouteObject[] =>
  features.filter((feature) => feature.session === session).flatMap(routesOf);

export const createRouter = () =>
  createBrowserRouter([
    {
      errorElement: <RouteError />,
      hydrateFallbackElement: <StartScreen status="restoring" />,
      children: [
        { element: <RequireAnonymous />, children: routesFor('anonymous') },
        {
          element: <RequireSession status="must-change-password" />,
          children: routesFor('must-change-password'),
        },
        {
          element: <RequireSession status="signed-in" />,
          children: [
            {
              element: <Shell />,
              children: [
                { index: true, element: <Redirect to="/dashboard" /> },
                {
                  errorElement: <RouteError />,
                  children: [...routesFor(undefined), { path: '*', element: <NotFound /> }],
                },
              ],
            },
          ],
        },
      ],
    },
  ]);
