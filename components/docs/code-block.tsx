"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "#components/ui/button";

interface CodeBlockProps {
  /** Says what the code is; read by screen readers. */
  label: string;
  code: string;
}

/** Code to read and take away; scrolls inside its own frame. */
export function CodeBlock({ label, code }: CodeBlockProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    // Without https there is no clipboard; the code can still be selected by hand.
    await navigator.clipboard?.writeText(code).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div className="relative">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md border border-line bg-sunken"
      >
        <pre className="w-max min-w-full p-3 pr-12 font-mono text-xs leading-relaxed">
          <code>{code}</code>
        </pre>
      </section>
      <div className="absolute top-1.5 right-1.5 rounded-md bg-sunken">
        <IconButton
          label={copied ? "Copied" : "Copy"}
          icon={copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
          onClick={copy}
        />
      </div>
    </div>
  );
}
