import { describe, expect, it } from "vitest";
import { parseCitationMarkers } from "../../src/citations/parse-citation-markers.ts";

describe("parseCitationMarkers", () => {
  it.each([
    ["It generalizes [1].", "It generalizes.", [1]],
    ["It generalizes. [1][3]", "It generalizes.", [1, 3]],
    ["It[2] generalizes [1, 2].", "It generalizes.", [2, 1]],
    ["It generalizes [1-3].", "It generalizes.", [1, 2, 3]],
    ["It generalizes 【4】.", "It generalizes.", [4]],
    ["It generalizes [Paper 2; 5].", "It generalizes.", [2, 5]],
    ["No marker at all.", "No marker at all.", []],
    ["The interval [0.5] and f[x] stay.", "The interval [0.5] and f[x] stay.", []],
    ["A long range [1-900].", "A long range.", [1]],
    ["Twice [1] the same [1].", "Twice the same.", [1]],
    ["Backwards [3-1].", "Backwards.", [3]],
    ["Empty [].", "Empty [].", []],
  ])("reads %j", (sentence, text, markers) => {
    expect(parseCitationMarkers(sentence)).toEqual({ text, markers });
  });
});
