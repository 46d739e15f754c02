// Every address of the application. Pages are loaded when first visited; a feature's face is its `page.tsx`.
import { RequireAnonymous, RequireRole, RequireSession } from '@/app/guards';
import { RouteError } from '@/app/route-error';
import { Shell } from '@/app/shell/shell';
import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { NotFound } from './not-found';
import { Redirect } from './redirect';
import { StartScreen } from './start-screen';

const connectivity: RouteObject = {
  path: 'connectivity',
  element: (
    <RequireRole needs="engineer">
      <Outlet />
    </RequireRole>
  ),
  children: [
    {
      lazy: () => import('@/features/connectivity/page'),
      children: [
        { index: true, element: <Redirect to="/connectivity/monitor" /> },
        {
          errorElement: <RouteError />,
          children: [
            { path: 'monitor', lazy: () => import('@/features/connectivity/monitor/page') },
            { path: 'servers', lazy: () => import('@/features/connectivity/servers/page') },
            { path: 'servers/new', lazy: () => import('@/features/connectivity/servers/add-page') },
            {
              path: 'servers/certificates',
              lazy: () => import('@/features/connectivity/certificates/page'),
            },
            { path: 'servers/new/opcua', lazy: () => import('@/features/connectivity/opcua/page') },
            { path: 'servers/opcua/:id', lazy: () => import('@/features/connectivity/opcua/page') },
            { path: 'servers/new/mqtt', lazy: () => import('@/features/connectivity/broker/page') },
            { path: 'servers/mqtt/:id', lazy: () => import('@/features/connectivity/broker/page') },
            { path: 'browse', lazy: () => import('@/features/connectivity/browse/page') },
            { path: 'mapping', lazy: () => import('@/features/connectivity/mapping/page') },
          ],
        },
      ],
    },
  ],
};

const notifications: RouteObject = {
  path: 'notifications',
  element: (
    <RequireRole needs="engineer">
      <Outlet />
    </RequireRole>
  ),
  children: [
    {
      lazy: () => import('@/features/notifications/page'),
      children: [
        { index: true, element: <Redirect to="/notifications/rules" /> },
        {
          errorElement: <RouteError />,
          children: [
            { path: 'rules', lazy: () => import('@/features/notifications/rules/page') },
            { path: 'rules/new', lazy: () => import('@/features/notifications/rule/page') },
            { path: 'rules/:id', lazy: () => import('@/features/notifications/rule/page') },
            { path: 'channels', lazy: () => import('@/features/notifications/channels/page') },
            { path: 'deliveries', lazy: () => import('@/features/notifications/deliveries/page') },
          ],
        },
      ],
    },
  ],
};

export const createRouter = () =>
  createBrowserRouter([
    {
      errorElement: <RouteError />,
      hydrateFallbackElement: <StartScreen status="restoring" />,
      children: [
        {
          element: <RequireAnonymous />,
          children: [{ path: 'login', lazy: () => import('@/features/auth/login-page') }],
        },
        {
          element: <RequireSession status="must-change-password" />,
          children: [{ path: 'change-password', lazy: () => import('@/features/auth/change-password-page') }],
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
                  children: [
                    { path: 'dashboard', lazy: () => import('@/features/dashboard/page') },
                    { path: 'data-entry', lazy: () => import('@/features/data-entry/page') },
                    { path: 'violations', lazy: () => import('@/features/violations/page') },
                    connectivity,
                    notifications,
                    { path: 'settings/notifications', element: <Redirect to="/notifications" /> },
                    { path: '*', element: <NotFound /> },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ]);
