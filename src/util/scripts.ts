const pairs = (plain: string, raised: string) => new Map([...plain].map((each, at) => [each, [...raised][at] ?? each]));

const RAISED = pairs(
  "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ⊤∘′*†‡″",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡᵀ°′*†‡″",
);
const LOWERED = pairs("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");

/**
 * A raised (`^`) or lowered (`_`) text in Unicode: `²`, `₀`, `ⁿ⁺¹`. Words, and what Unicode has no such form of, keep
 * the sign: `x_max`, `n^(1/3)`; indices are no word.
 */
export function scriptOf(kind: "^" | "_", content: string): string {
  const text = content.trim();
  if (text === "") return "";
  if (kind === "^" && /^(?:st|nd|rd|th|TM|®|™|°|\(\*\))$/u.test(text)) return text;
  const table = kind === "^" ? RAISED : LOWERED;
  const characters = [...text];
  if (
    (!/[A-Za-z]{2}/u.test(text) || /^[ijk]{2,3}$/u.test(text)) &&
    characters.length <= 12 &&
    characters.every((each) => table.has(each))
  ) {
    return characters.map((each) => table.get(each) ?? each).join("");
  }
  return /^(?:[\p{L}\p{N}]+|.)$/u.test(text) || /^\(.*\)$/u.test(text) ? `${kind}${text}` : `${kind}(${text})`;
}
