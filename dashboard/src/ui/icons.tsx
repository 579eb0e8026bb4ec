import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.4"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const HomeIcon = () => <Icon><path d="M2 7.5 8 2.5l6 5M3.5 6.5v7h9v-7" /></Icon>;
export const PinIcon = () => <Icon><path d="M8 14.5c3-3.3 4.7-5.8 4.7-8a4.7 4.7 0 1 0-9.4 0c0 2.2 1.7 4.7 4.7 8Z" /><circle cx="8" cy="6.4" r="1.6" /></Icon>;
export const BellIcon = () => <Icon><path d="M3.5 11.5c.8-.8 1.2-1.6 1.2-4.2 0-2.2 1.4-3.8 3.3-3.8s3.3 1.6 3.3 3.8c0 2.6.4 3.4 1.2 4.2ZM6.6 13.6c.7.8 2.1.8 2.8 0" /></Icon>;
export const ErrorIcon = () => <Icon><path d="M8 2.2 14.3 13H1.7Z M8 6.4v3M8 11.2v.1" /></Icon>;
export const ServiceIcon = () => <Icon><path d="M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1" /></Icon>;
export const UserIcon = () => <Icon><circle cx="8" cy="5" r="2.8" /><path d="M2.8 14c.4-3 2.4-4.4 5.2-4.4s4.8 1.4 5.2 4.4" /></Icon>;
export const LogoutIcon = () => <Icon><path d="M6 2.5H3v11h3M10.5 5l3 3-3 3M13.5 8H6.5" /></Icon>;
export const SearchIcon = () => <Icon><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5" /></Icon>;
export const TableIcon = () => <Icon><path d="M2 3h12v10H2zM2 6.5h12M2 9.8h12M6.5 3v10" /></Icon>;
export const ZoomOutIcon = () => <Icon><circle cx="7" cy="7" r="4.5" /><path d="m10.5 10.5 3.5 3.5M5 7h4" /></Icon>;
export const CloseIcon = () => <Icon><path d="m4 4 8 8m0-8-8 8" /></Icon>;
export const CheckIcon = () => <Icon><path d="m3 8.5 3.2 3L13 4.5" /></Icon>;
export const ChevronIcon = () => <Icon><path d="m4.5 6.5 3.5 3.5 3.5-3.5" /></Icon>;
export const BackIcon = () => <Icon><path d="m9.5 4-4 4 4 4" /></Icon>;
export const CalendarIcon = () => <Icon><path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3" /></Icon>;
export const UpIcon = () => <Icon><path d="M8 13V3.5M4 7l4-4 4 4" /></Icon>;
export const DownIcon = () => <Icon><path d="M8 3v9.5M4 9l4 4 4-4" /></Icon>;

export function ThemeIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" />
    </Icon>
  );
}

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" fill="var(--accent)" />
      <path d="M4 12.5h3.5l2.5-6 4 11 2.5-5H20" fill="none" stroke="var(--panel)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
