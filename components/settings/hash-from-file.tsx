"use client";

import { Field, Input } from "#components/ui/field";
import { useFingerprint } from "#lib/client/lists";
import type { HashListKind } from "#lib/domain/verdict";

/** Pictures plainer than this have no telling hash and are not matched by it. */
const LEAST_QUALITY = 50;

interface HashFromFileProps {
  kind: HashListKind;
  onHash: (hash: string) => void;
}

/** Takes the hash of a file of the person's own; the file is hashed by the server and not kept. */
export function HashFromFile({ kind, onHash }: HashFromFileProps) {
  const { mutate, isPending, error, data } = useFingerprint();
  const plain = kind === "pdq" && data?.pdq && data.pdq.quality < LEAST_QUALITY;
  const none = kind === "pdq" && data && !data.pdq;
  const take = (file: File | undefined) =>
    file &&
    mutate(file, {
      onSuccess: ({ sha256, pdq }) => {
        const hash = kind === "sha256" ? sha256 : pdq?.hash;
        if (hash) onHash(hash);
      },
    });
  return (
    <Field
      label="From a file (optional)"
      hint={isPending ? "Hashing the file …" : "Its hash is added above; the file is not kept."}
      error={
        error?.message ??
        (none
          ? "Only pictures have a PDQ hash; use an exact file for sounds and films."
          : plain
            ? "This picture is too plain to be recognised by its looks; use an exact file."
            : undefined)
      }
    >
      <Input
        type="file"
        className="py-1"
        accept={kind === "pdq" ? "image/*" : "image/*,audio/*,video/*"}
        aria-busy={isPending}
        onChange={(event) => !isPending && take(event.target.files?.[0])}
      />
    </Field>
  );
}
