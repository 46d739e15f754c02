// Runs before the first paint, so that a dark page never flashes white. A file of its own because a strict
// content-security policy forbids inline scripts. The stored shape belongs to src/shared/theme/theme.ts.
(function () {
  let choice = 'system';
  try {
    choice = JSON.parse(localStorage.getItem('openspc.theme') ?? '{}').state?.choice ?? 'system';
  } catch {
    choice = 'system';
  }
  const dark =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();
