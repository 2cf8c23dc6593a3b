import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { AnnotatedText } from "./annotated-text";

const classesOf = (text: string) => renderToStaticMarkup(<AnnotatedText text={text} spans={[]} rules={[]} />);

it("shows signs as they were typed where the font would draw others, and leaves other scripts their alternates", () => {
  for (const text of ["ki<!-- -->ll", "a -> b", "a => b", "<-"])
    expect(classesOf(text)).toContain("as-typed");
  for (const text of ["well-known", "a < b", "1 = 1", "\u0627\u0644\u0633\u0644\u0627\u0645"])
    expect(classesOf(text)).not.toContain("as-typed");
});
