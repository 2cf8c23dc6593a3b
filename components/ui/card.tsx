import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

export interface CardProps extends Omit<ComponentProps<"section">, "title"> {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** Without the inner padding, for tables. */
  flush?: boolean;
}

/** A framed part of a page. With a title it is a landmark named by that title when given an `aria-label`. */
export function Card({
  title,
  description,
  actions,
  footer,
  flush,
  className,
  children,
  ...rest
}: CardProps) {
  return (
    <section
      {...rest}
      className={clsx(
        "min-w-0 rounded-lg border border-line bg-surface shadow-panel",
        flush && "overflow-hidden",
        className,
      )}
    >
      {(title || actions) && (
        <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-3">
          <div className="min-w-0">
            <h2 className="font-semibold text-base">{title}</h2>
            {description && <p className="mt-0.5 text-faint text-sm">{description}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={clsx(!flush && "p-4")}>{children}</div>
      {footer && (
        <footer className="rounded-b-lg border-line border-t bg-sunken/50 px-4 py-2.5">{footer}</footer>
      )}
    </section>
  );
}

/** A quiet titled block inside a dense column; no frame. */
export function Panel({ title, aside, className, children }: PanelProps) {
  return (
    <section className={clsx("min-w-0", className)}>
      <header className="mb-1.5 flex min-h-5 items-center justify-between gap-2">
        <h2 className="font-semibold text-faint text-xs">{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

export interface PanelProps {
  title: ReactNode;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}
