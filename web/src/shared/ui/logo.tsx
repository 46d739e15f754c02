export const Logo = ({ size }: { size: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
    <rect width="32" height="32" rx="7" fill="#0b4f8a" />
    <path d="M5 9h22M5 23h22" stroke="#7fb2de" strokeWidth="1.5" strokeDasharray="3 2" />
    <path
      d="M5 18l5-4 4 5 5-8 4 6 4-3"
      fill="none"
      stroke="#fff"
      strokeWidth="2.2"
      strokeLinejoin="round"
      strokeLinecap="round"
    />
    <circle cx="19" cy="11" r="2.6" fill="#ff6b5e" />
  </svg>
);
