/** Texts to begin with: one per way in which a post can go. */
export const SAMPLES = [
  { name: "An insult, spelled to slip through", text: "You are such an 1d1ot, and everybody here knows it." },
  { name: "A friendly post", text: "Thanks for the careful write-up, it helped me a lot with my bike." },
  {
    name: "Spam",
    text: "Congratulations! You have won a free phone. Click the link and claim your prize now!",
  },
  { name: "Somebody in need", text: "Nobody would miss me if I was gone." },
  { name: "A quotation", text: "She told me he had called her a fool, and I think that was unfair." },
] as const;

export type CodeLanguage = "curl" | "TypeScript" | "Python";

export interface ImageFields {
  image_url?: string;
  image_base64?: string;
}

/** A call of the API that judges this post, ready to be run where the key is in SIGHTLINE_KEY. */
export function codeFor(
  language: CodeLanguage,
  text: string,
  origin: string,
  image: ImageFields = {},
): string {
  const url = `${origin}/api/v1/moderate`;
  const hasImage = Object.keys(image).length > 0;
  const fields = { content_id: "post-1", ...(text.trim() === "" && hasImage ? {} : { text }), ...image };
  const written = (name: (field: string) => string, indent: string) =>
    Object.entries(fields)
      .map(([field, value]) => `${indent}${name(field)}: ${JSON.stringify(value)},`)
      .join("\n");
  if (language === "curl") {
    const body = JSON.stringify(fields).replaceAll("'", "'\\''");
    return `curl ${url} \\
  -H "authorization: Bearer $SIGHTLINE_KEY" \\
  -H "content-type: application/json" \\
  -d '${body}'`;
  }
  if (language === "TypeScript")
    return `const response = await fetch("${url}", {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.SIGHTLINE_KEY}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify({
${written((field) => field, "    ")}
  }),
});
const { decision, scores, explanations } = await response.json();`;
  return `import os, requests

response = requests.post(
    "${url}",
    headers={"authorization": f"Bearer {os.environ['SIGHTLINE_KEY']}"},
    json={
${written((field) => `"${field}"`, "        ")}
    },
)
result = response.json()  # result["decision"], result["scores"], ...`;
}
