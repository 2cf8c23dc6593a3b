"use client";

import { Image as ImageIcon, X } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { Input } from "#components/ui/field";
import type { ChosenPicture } from "#lib/client/playground";
import { MEDIA_LIMITS, MEDIA_TYPES } from "#lib/domain/media";

export interface PicturePickerProps {
  chosen: ChosenPicture | null;
  onChoose: (picture: ChosenPicture | null) => void;
}

/** Adds a picture to what is judged: a file, which is read here, or an address, which the server fetches. */
export function PicturePicker({ chosen, onChoose }: PicturePickerProps) {
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  function choose(picture: ChosenPicture | null) {
    setProblem(null);
    setAddress("");
    onChoose(picture);
  }
  async function take(file: File | undefined) {
    if (!file) return;
    if (file.size > MEDIA_LIMITS.image.bytes) setProblem("The picture is larger than 10 MB.");
    else
      await dataUrlOf(file).then(
        (source) => choose({ name: file.name, source }),
        () => setProblem("The file could not be read."),
      );
  }
  function fetchIt(event: FormEvent) {
    event.preventDefault();
    const given = address.trim();
    if (/^https?:\/\/./i.test(given)) choose({ name: given, source: given });
    else setProblem("Give an address that begins with http or https.");
  }

  if (chosen)
    return (
      <p className="flex min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-3 py-1.5 text-sm">
        <ImageIcon aria-hidden className="size-4 shrink-0 text-faint" />
        <span className="truncate">{chosen.name}</span>
        <IconButton
          size="sm"
          className="ml-auto shrink-0"
          label="Remove the picture"
          icon={<X aria-hidden className="size-3.5" />}
          onClick={() => choose(null)}
        />
      </p>
    );
  return (
    <form onSubmit={fetchIt} className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={input}
          type="file"
          accept={MEDIA_TYPES.image.join(",")}
          className="sr-only"
          tabIndex={-1}
          aria-label="Picture to judge"
          onChange={(event) => void take(event.target.files?.[0])}
        />
        <Button
          icon={<ImageIcon aria-hidden className="size-4" />}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onClick={() => input.current?.click()}
        >
          Add a picture
        </Button>
        <span className="text-faint text-sm">or</span>
        <Input
          type="url"
          inputMode="url"
          value={address}
          aria-label="Address of a picture"
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-problem` : undefined}
          placeholder="the address of a picture, https://…"
          onChange={(event) => setAddress(event.target.value)}
          className="!w-auto min-w-40 grow"
        />
        {address.trim() !== "" && <Button type="submit">Fetch it</Button>}
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-block-ink text-sm">
          {problem}
        </p>
      )}
    </form>
  );
}

function dataUrlOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
