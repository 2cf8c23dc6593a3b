import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, RotateCcw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What it means and what to do next. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={clsx("mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-12 text-center", className)}
    >
      {icon && <div className="mb-1 text-faint [&>svg]:size-7 [&>svg]:stroke-[1.5]">{icon}</div>}
      <h2 className="font-semibold text-base">{title}</h2>
      {children && <div className="text-faint text-sm">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  title?: ReactNode;
  /** Safe to show: what happened, what to do. */
  message: ReactNode;
  onRetry?: () => void;
  className?: string;
}

export function ErrorState({
  title = "This could not be loaded",
  message,
  onRetry,
  className,
}: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={clsx("mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-12 text-center", className)}
    >
      <CircleAlert aria-hidden className="size-7 stroke-[1.5] text-block" />
      <h2 className="font-semibold text-base">{title}</h2>
      <p className="text-faint text-sm">{message}</p>
      {onRetry && (
        <Button onClick={onRetry} icon={<RotateCcw aria-hidden className="size-3.5" />} className="mt-3">
          Try again
        </Button>
      )}
    </div>
  );
}

const NOTICES = {
  info: { look: "border-accent/25 bg-accent-wash", icon: <Info aria-hidden className="text-accent-ink" /> },
  success: {
    look: "border-approve/30 bg-approve-wash",
    icon: <CircleCheck aria-hidden className="text-approve-ink" />,
  },
  warning: {
    look: "border-flag/40 bg-flag-wash",
    icon: <TriangleAlert aria-hidden className="text-flag-ink" />,
  },
  error: {
    look: "border-block/30 bg-block-wash",
    icon: <CircleAlert aria-hidden className="text-block-ink" />,
  },
};

export interface NoticeProps {
  tone?: keyof typeof NOTICES;
  title?: ReactNode;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}

/** A message within the page. An error is announced at once. */
export function Notice({ tone = "info", title, action, className, children }: NoticeProps) {
  const { look, icon } = NOTICES[tone];
  return (
    <div
      role={tone === "error" ? "alert" : undefined}
      className={clsx("flex items-start gap-2.5 rounded-md border px-3 py-2 text-sm", look, className)}
    >
      <span className="mt-0.5 [&>svg]:size-4">{icon}</span>
      <div className="min-w-0 grow">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}

/** Stands where content is about to be, in about its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-breathe rounded-sm bg-hover", className)} />;
}
