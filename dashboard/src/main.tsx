import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTheme } from './app/preferences';
import { router } from './app/router';
import { startTranslations } from './i18n';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/pages.css';

startTheme();
const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no #root');
}
await startTranslations();
createRoot(root).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
