"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Tabs } from "#components/ui/tabs";
import type { ChosenPicture } from "#lib/client/playground";
import { type CodeLanguage, codeFor, type ImageFields } from "./samples";

const LANGUAGES: CodeLanguage[] = ["curl", "TypeScript", "Python"];

/** A file's bytes would be longer than all else: a program reads them from where it has them. */
function imageOf(picture: ChosenPicture | null): ImageFields {
  if (!picture) return {};
  const { name, source } = picture;
  return source.startsWith("data:") ? { image_base64: `BASE64 OF ${name}` } : { image_url: source };
}

/** The same question as a program would ask it. */
export function CodeCard({ text, picture }: { text: string; picture: ChosenPicture | null }) {
  const [language, setLanguage] = useState<CodeLanguage>("curl");
  const [copied, setCopied] = useState(false);
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  const code = (of: CodeLanguage) => codeFor(of, text, origin, imageOf(picture));
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
