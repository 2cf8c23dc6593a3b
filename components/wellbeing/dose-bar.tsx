export interface DoseBarProps {
  label: string;
  value: number;
  /** Without one the figure stands alone. */
  budget?: number;
}

/** A dose against its budget: a calm bar, the same colour full or empty. */
export function DoseBar({ label, value, budget }: DoseBarProps) {
  const shown = Math.round(value * 10) / 10;
  return (
    <div>
      <p className="text-faint text-xs">{label}</p>
      <p className="tabular font-semibold text-xl tracking-tight">
        {shown.toLocaleString("en-GB")}
        {budget !== undefined && (
          <span className="font-normal text-faint text-sm">
            {" "}
            of {Math.round(budget).toLocaleString("en-GB")}
          </span>
        )}
      </p>
      {budget !== undefined && (
        <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="mt-1.5 block h-1.5 w-full">
          <rect width="100" height="6" rx="1" className="fill-hover" />
          <rect width={Math.min(100, (value / budget) * 100)} height="6" rx="1" className="fill-accent" />
        </svg>
      )}
    </div>
  );
}
