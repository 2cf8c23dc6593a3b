"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Tabs } from "#components/ui/tabs";
import { type CodeLanguage, codeFor } from "./samples";

const LANGUAGES: CodeLanguage[] = ["curl", "TypeScript", "Python"];

/** The same question as a program would ask it. */
export function CodeCard({ text }: { text: string }) {
  const [language, setLanguage] = useState<CodeLanguage>("curl");
  const [copied, setCopied] = useState(false);
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  const code = (of: CodeLanguage) => codeFor(of, text, origin);
  async function copy() {
    await navigator.clipboard?.writeText(code(language)).then(
      () => setCopied(true),
      () => {},
    );
  }
  return (
    <Card
      title="From a program"
      description="One request, the same verdict. Keys are made in the settings."
      actions={
        <Button
          size="sm"
          onClick={copy}
          icon={
            copied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />
          }
        >
          {copied ? "Copied" : `Copy as ${language}`}
        </Button>
      }
    >
      <Tabs
        label="Languages"
        value={language}
        onChange={(value) => {
          setCopied(false);
          setLanguage(value as CodeLanguage);
        }}
        tabs={LANGUAGES.map((value) => ({
          value,
          label: value,
          content: (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              className="overflow-x-auto rounded-md border border-line bg-sunken/60 p-3 font-mono text-xs"
            >
              {code(value)}
            </pre>
          ),
        }))}
      />
    </Card>
  );
}
