import { describe, expect, it } from "vitest";
import { normaliseInto } from "#lib/domain/text/normalise";
import { TextBuffer } from "#lib/domain/text/text-buffer";
import { guessLanguage } from "./language";

const codeOf = (text: string, declared: string | null = null) =>
  guessLanguage(text, normaliseInto(new TextBuffer(), text), declared).code;

describe("guessLanguage", () => {
  it.each([
    ["en", "What a lovely day, and the garden is full of birds."],
    ["en", "ok thanks"],
    ["en", "lol"],
    ["en", "u r so silly haha"],
    ["en", "FREE crypto, buy now!!! limited offer"],
    ["de", "Das ist ein wirklich schöner Tag heute, findest du nicht auch?"],
    ["fr", "Bonjour tout le monde, comment allez-vous ce matin ?"],
    ["es", "La casa es muy bonita y el jardín tiene muchas flores"],
    ["pt", "Olá, tudo bem? Hoje o dia está muito bonito para passear na praia"],
    ["tr", "Merhaba, bugün hava çok güzel, parkta yürüyüş yapalım mı?"],
    ["ru", "Привет"],
    ["ru", "Сегодня очень хорошая погода, пойдём гулять в парк"],
    ["uk", "Сьогодні дуже гарна погода, ходімо до парку її бачити"],
    ["zh", "今天天气很好，我们去公园散步吧"],
    ["ja", "今日はとても天気がいいですね"],
    ["ko", "오늘 날씨가 정말 좋네요"],
    ["ar", "الطقس جميل جدا اليوم"],
    ["el", "Ο καιρός είναι πολύ καλός σήμερα"],
  ])("finds %s", (code, text) => {
    expect(codeOf(text)).toBe(code);
  });

  it("says when there are no letters", () => {
    for (const text of ["", "👍👍", "12:30 !!!"]) expect(codeOf(text)).toBe("und");
  });

  it("takes a short text for what it was declared to be", () => {
    expect(codeOf("ja klar", "de-DE")).toBe("de");
    expect(codeOf("ja klar")).toBe("en");
  });

  it("does not believe a declaration that a long text contradicts", () => {
    expect(codeOf("Das ist ein wirklich schöner Tag heute, findest du nicht auch?", "en")).toBe("de");
  });
});
