// A server for component tests: answers what a page asks, and remembers what it was sent.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { MemoryRouter } from 'react-router';

export interface Sent {
  method: string;
  url: URL;
  body: unknown;
}

interface Answer {
  status?: number;
  body: unknown;
}

type Answers = Record<string, (sent: Sent) => Answer | Promise<Answer>>;

const bodyOf = (request: Request, text: string): unknown => {
  if (text === '') return null;
  return request.headers.get('Content-Type')?.startsWith('application/json') ? JSON.parse(text) : text;
};

/** Answers by "METHOD /path"; anything else is not found. */
export function serve(answers: Answers): Sent[] {
  const log: Sent[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const text = await request.text();
    const sent = { method: request.method, url, body: bodyOf(request, text) };
    log.push(sent);
    const answer = answers[`${request.method} ${url.pathname}`]?.(sent);
    const { status = 200, body } = (await answer) ?? { status: 404, body: { detail: 'Not Found' } };
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json' },
    });
  });
  return log;
}

/** Renders inside what every page stands in; an element that brings a router has no address. */
export function renderPage(element: ReactElement, address: string | null = '/violations') {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(element, {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={cache}>
        {address === null ? children : <MemoryRouter initialEntries={[address]}>{children}</MemoryRouter>}
      </QueryClientProvider>
    ),
  });
}
