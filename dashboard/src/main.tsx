import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTheme } from './app/preferences';
import { router } from './app/router';
import { session } from './app/session';
import { startTranslations } from './i18n';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/pages.css';
import './styles/work.css';

startTheme();
// Asked while the texts are loading; whoever needs the answer gets the failure, too.
session.load().catch(() => undefined);
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
