/** The elements that look like Discord's; bundled into each page. */
import { setConfig } from "@skyra/discord-components-core";

setConfig?.({});
