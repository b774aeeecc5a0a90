import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followRedirect } from "../../src/util/follow-redirect.ts";

const HERE = "https://papers.test/api/list?page=1";

describe("a redirect", () => {
  it.each([
    [200, "/x"],
    [304, "/x"],
    [404, "https://evil.test/"],
    [302, null],
    [300, "/x"],
  ])("is none where the status is %i and the location %s", (status, location) => {
    expect(followRedirect(HERE, status, location)).toEqual({ kind: "none" });
  });

  it.each([
    ["", HERE],
    ["/x", "https://papers.test/x"],
    ["?page=2", "https://papers.test/api/list?page=2"],
    ["https://PAPERS.test/x", "https://papers.test/x"],
    ["https://user:password@papers.test/x", "https://papers.test/x"],
  ])("leads on within the host: %s", (location, url) => {
    expect(followRedirect(HERE, 302, location)).toEqual({ kind: "within", url });
  });

  it.each([
    "http://papers.test/",
    "https://papers.test:444/",
    "https://www.papers.test/",
    "https://papers.test.:443/",
    "https:///evil.test",
    "wss://papers.test/",
    "javascript:alert(1)",
    "\\\\evil.test/",
    "/\t/evil.test/",
  ])("leads elsewhere: %s", (location) => {
    expect(followRedirect(HERE, 302, location)).toMatchObject({ kind: "elsewhere" });
  });

  it("never leads to another host, and is named in few characters, whatever the location", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string({ unit: "binary" }), fc.webUrl({ withFragments: true })),
        (location) => {
          const redirect = followRedirect(HERE, 307, location);
          if (redirect.kind === "within") return new URL(redirect.url).origin === "https://papers.test";
          return redirect.kind === "elsewhere" && /^[ -~]{1,120}$/u.test(redirect.to);
        },
      ),
    );
  });
});
