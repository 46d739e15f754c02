import { renderPage, serve } from '@/test/serve';

import { useIsFetching } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { useStrayingSample } from './use-straying-sample';

function Probe() {
  const strays = useStrayingSample(7, 3);
  const isAsking = useIsFetching() > 0;
  return <output>{isAsking ? 'asking' : strays ? 'strays' : 'stays'}</output>;
}

it.each([
  ['of the characteristic', { body: { id: 7, char_id: 3 } }, 'stays'],
  ['of another characteristic', { body: { id: 7, char_id: 4 } }, 'strays'],
  ['that is nowhere', { status: 404, body: { detail: 'Sample not found' } }, 'strays'],
  ['that cannot be asked for now', { status: 500, body: {} }, 'stays'],
])('a sample %s', async (_, answer, verdict) => {
  serve({ 'GET /api/v1/samples/7': () => answer });
  renderPage(<Probe />);
  expect(await screen.findByText(verdict)).toBeInTheDocument();
});
