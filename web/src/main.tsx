import '@/shared/i18n';
import '@/app/styles.css';
import { App } from '@/app/app';
import { restoreSession } from '@/shared/auth/session';
import { followTheme } from '@/shared/theme/theme';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

followTheme();
void restoreSession();

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
