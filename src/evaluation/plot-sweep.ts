import { BarChart } from "echarts/charts";
import { GridComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { SweepRow } from "./sweep-retrieval.ts";

const WIDTH = 900;
const ROW_HEIGHT = 22;
const MARGIN = 90;
const COLOURS = { inUse: "#4e79a7", other: "#bab0ab", baseline: "#e15759" };

/** The nDCG@10 of each setting as horizontal bars, as one SVG document. */
export function plotSweep(title: string, rows: readonly SweepRow[]): string {
  use([BarChart, GridComponent, TitleComponent, SVGRenderer]);
  const chart = init(null, null, {
    renderer: "svg",
    ssr: true,
    width: WIDTH,
    height: MARGIN + rows.length * ROW_HEIGHT,
  });
  const ordered = rows.toReversed();
  const means = ordered.map(({ figures }) => figures["nDCG@10"].mean);
  const lowest = Math.floor((Math.min(...means) - 0.01) * 50) / 50;
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    title: { text: title, left: 8, top: 8, textStyle: { fontSize: 15 } },
    grid: { left: 330, right: 60, top: 44, bottom: 36 },
    xAxis: { type: "value", min: Math.max(0, lowest), name: "nDCG@10", nameLocation: "middle", nameGap: 22 },
    yAxis: { type: "category", data: ordered.map(({ parameter, setting }) => `${parameter}: ${setting}`) },
    series: [
      {
        type: "bar",
        barCategoryGap: "35%",
        label: {
          show: true,
          position: "right",
          formatter: ({ value }: { value: unknown }) => Number(value).toFixed(3),
        },
        data: ordered.map(({ parameter, inUse }, index) => ({
          value: means[index] ?? 0,
          itemStyle: { color: parameter === "baseline" ? COLOURS.baseline : inUse ? COLOURS.inUse : COLOURS.other },
        })),
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
