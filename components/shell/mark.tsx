/** Sightline's mark: an eye on a plumb line. Decorative; the name stands beside it or in a label. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M5.5 16S9.5 9 16 9s10.5 7 10.5 7-4 7-10.5 7S5.5 16 5.5 16Z" />
        <path d="M16 4.5v7M16 20.5v7" />
      </g>
      <circle cx="16" cy="16" r="2.6" className="fill-on-accent" />
    </svg>
  );
}
