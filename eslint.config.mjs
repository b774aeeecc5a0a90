import parser from "@typescript-eslint/parser";
import regexp from "eslint-plugin-regexp";

/**
 * ESLint looks for regular expressions whose time grows faster than their input, and for nothing else: Biome lints the
 * rest. Where a repetition is harmless because its input is short, the expression says so by a bound of its own.
 */
export default [
  {
    files: ["src/**/*.ts"],
    languageOptions: { parser },
    linterOptions: { noInlineConfig: true },
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential", ignoreSticky: false, ignorePartial: false }],
    },
  },
];
