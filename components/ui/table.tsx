import clsx from "clsx";
import type { ComponentProps } from "react";

export interface TableProps extends ComponentProps<"table"> {
  /** Says what the table holds; read by screen readers, not shown. */
  label: string;
}

/** Scrolls sideways inside its own frame, so that the page never does. */
export function Table({ label, className, children, ...rest }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="relative w-full overflow-x-auto" aria-label={label} tabIndex={0}>
      <table {...rest} className={clsx("w-full border-collapse text-left text-sm", className)}>
        {children}
      </table>
    </section>
  );
}

export function Thead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead {...rest} className={clsx("border-line border-b bg-sunken/60", className)} />;
}

export function Tbody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody {...rest} className={clsx("divide-y divide-line", className)} />;
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={clsx("hover:bg-hover/60", className)} />;
}

export function Th({ className, numeric, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        "h-8 whitespace-nowrap px-3 first:pl-4 last:pr-4 font-medium text-faint text-xs",
        numeric && "text-right",
        className,
      )}
    />
  );
}

export function Td({ className, numeric, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      {...rest}
      className={clsx("h-9 px-3 py-1.5 first:pl-4 last:pr-4", numeric && "tabular text-right", className)}
    />
  );
}
