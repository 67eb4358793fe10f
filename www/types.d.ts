/// <reference lib="esnext.disposable" />

/** What crosses between the wasm modules, the worker and the page, declared once. The JSON is the very JSON that the command line prints. */

/** `page` are the keys of a state beside the lab and its controls, each with its longest value in characters; `longest` is the longest state. */
export interface Catalogue {
  version: string;
  labs: Lab[];
  assets: string[];
  page: { id: string; longest: number }[];
  longest: number;
  /** Fetches what is said about a lab; nothing where it is there. */
  words?: (lab: Lab) => Promise<void> | undefined;
}
/** What is said about a lab, in the order of its controls, quantities and presets. */
export interface Words { help: string[]; formula: string[]; meaning: string[]; lesson: string[]; citations: Citation[] }

export interface Lab {
  id: string;
  /** The engine that has it. */
  module: string;
  title: string;
  question: string;
  try_first: string;
  group: Group;
  /** The ids of what carries the answer, and is seen first. */
  essential: { controls: string[]; readouts: string[]; figures: string[] };
  citations: Citation[];
  controls: Control[];
  quantities: Quantity[];
  presets: Preset[];
  /** The settings that a link to it opens; none where it is the defaults. */
  opens: string;
}
export type Group = "matrices" | "generalization" | "scaling" | "training" | "representation";
export interface Citation { id: string; text: string; url: string }
export interface Preset { id: string; title: string; lesson: string; state: string }

export interface Control {
  id: string;
  label: string;
  symbol: string;
  unit: string;
  help: string;
  group: string;
  kind: Kind;
  when: { control: string; any_of: string[] }[];
  view: boolean;
}
export type Kind =
  | { type: "number"; min: number; max: number; step: number; log: boolean; default: number }
  | { type: "integer"; min: number; max: number; log: boolean; default: number }
  | { type: "choice"; options: { id: string; label: string }[]; default: string }
  | { type: "toggle"; default: boolean }
  | { type: "seed"; default: number }
  | { type: "steps"; max: number; speed: number; default: number }
  | { type: "vector"; min: number; max: number; max_len: number; default: number[] }
  | { type: "matrix"; max_side: number; default: number[][] }
  | { type: "cells"; min: number; max: number }
  | { type: "file"; accepts: string[]; streamed: string[] };
export type KindOf<T extends Kind["type"]> = Extract<Kind, { type: T }>;

export type Status = "exact" | "asymptotic" | "rate" | "reconstruction" | "empirical";
export interface Quantity {
  id: string;
  label: string;
  symbol: string;
  unit: string;
  /** The content of a `<math>` element. */
  formula: string;
  meaning: string;
  status: Status;
  source: string;
  ink: number | null;
}

export interface Report {
  headline: string;
  readouts: Readout[];
  checks: Check[];
  notes: string[];
  ranges: Range[];
  numpy: string;
  offers?: Offer[];
}
/** Files that a state hands over, by their names; `state` is what they open in, without `v`, or empty where they are kept. */
export interface Offer { label: string; files: string[]; state: string }
/** A number that a lab reports; `text` is the value as the page shows it, without the unit. */
export interface Readout { id: string; value: number | "inf" | "-inf" | null; text: string; unit: string; status: Status; note?: string }
export interface Check { id: string; label: string; residual: number; tolerance: number; pass: boolean }
export interface Range { control: string; min: number; max: number }

/** How a state string was read: `values` is what differs from its default, `page` what is said beside the lab and its controls. */
export interface Opened { state: string; lab: string; values: [string, string][]; page: [string, string][]; problems: Problem[] }
export interface Problem { key: string; message: string }
export interface Progress { done: number; total: number }
export interface Loaded { name: string; shape: number[]; notes?: string[] }
/** `file`: it is kept as a file is, being too large for a link, a stack, or masked. */
export interface ParsedMatrix { rows: number; cols: number; state: string; file: boolean; notes: string[] }
/** `text` is the colour for words: darker than the one for lines where that needs it; `marker` is a character. */
export interface InkStyle { color: string; text: string; dash: number[]; marker: string }

export type ThemeName = "light" | "dark" | "contrast";
export interface View {
  width: number;
  height: number;
  ratio: number;
  theme: ThemeName;
  hidden: string[];
  zoom: { x: [number, number]; y: [number, number] } | null;
  font: number;
  /** Drawn into the picture, for exports that stand alone. */
  legend: boolean;
  /** Inks that stand out; none where all are alike. */
  lit: number[];
}

export interface FigureInfo {
  id: string;
  title: string;
  caption: string;
  kind: "lines" | "heatmap" | "table";
  series: { id: string; label: string; ink: number; mark: string; points: number }[];
  handles: Handle[];
  editable: boolean;
  selectable: boolean;
  rows: number;
  cols: number;
  /** The row of a table that is chosen. */
  at: number | null;
  /** `linear`, `log` or `symlog`, horizontal and vertical. */
  scales: string[];
}
export interface Handle {
  label: string;
  control: string;
  element: number | null;
  also: [string, string][];
  along: "X" | "Y";
  ratio: boolean;
  x: number;
  y: number;
}
export interface Plot { left: number; top: number; width: number; height: number }
export interface PointProbe {
  kind: "point";
  series: string;
  label: string;
  ink: number;
  index: number;
  x: number;
  y: number;
  x_text: string;
  y_text: string;
  px: number;
  py: number;
  handle: Handle | null;
  plot: Plot;
}
export interface CellProbe {
  kind: "cell";
  row: number;
  col: number;
  row_name: string;
  col_name: string;
  value: number | null;
  text: string;
  left: number;
  top: number;
  width: number;
  height: number;
  edit: { control: string; value: number; label: string; step: number; range: [number, number] } | null;
  select: { set: [string, string][] } | null;
  plot: Plot;
}
export type Probe = PointProbe | CellProbe;
export interface At { x: number; y: number; inside: boolean }

/** The module that draws, as wasm-bindgen exports it. */
export interface ViewModule {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  inks(theme: ThemeName): InkStyle[];
  Board: new (figures: Uint8Array) => Board;
}
/** The module of a group of labs. */
export interface EngineModule {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Engine: new () => Engine;
}
export interface Engine {
  add_asset(name: string, bytes: Uint8Array): void;
  takes(start: Uint8Array): boolean;
  load(name: string, bytes: Uint8Array): string;
  open(state: string): string;
  advance(steps: number): string;
  ready(): boolean;
  report(): string;
  figures(): Uint8Array;
  hand(file: string): Uint8Array;
  pasted(bytes: Uint8Array, list: boolean): string;
  measured?(unit: number, bytes: Uint8Array): void;
  measurements?(): Uint8Array;
  free(): void;
}
/** The module that reads files and text for engines, which take the bytes. */
export interface ReadersModule {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  read(name: string, bytes: Uint8Array): Uint8Array;
  read_text(text: string, list: boolean): Uint8Array;
}
/** The module that measures checkpoints. */
export interface MeasureModule {
  default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Survey: new () => Survey;
  singular_values(rows: number, cols: number, entries: Float64Array): Float64Array;
}
export interface Survey {
  take(name: string, size: number, start: Uint8Array): number | undefined;
  plan(): string;
  blank(): Uint8Array;
  gauge(unit: number): Gauge;
  free(): void;
}
export interface Gauge {
  wants(): string;
  take(bytes: Uint8Array): void;
  finish(): Uint8Array;
  free(): void;
}
/** What there is to measure in a checkpoint. */
export interface Outline { name: string; files: string[]; units: { name: string; cost: number }[]; at_a_time: number }
export interface Board {
  describe(): FigureInfo[];
  draw(id: string, context: CanvasRenderingContext2D, view: View, pinned?: Board): void;
  probe(id: string, view: View, x: number, y: number): Probe | null;
  at(id: string, view: View, x: number, y: number): At;
  point(id: string, view: View, series: string, index: number): PointProbe | null;
  svg(id: string, view: View, pinned?: Board): string;
  csv(id: string): string;
  share(): Board;
  free(): void;
  [Symbol.dispose](): void;
}
/** An error that the wasm module raised on purpose: `code` is stable, `message` a sentence. */
export interface ToldError extends Error { code?: string; asset?: string }

export type Variant = "simd128" | "scalar";
/** A module as it may be had: `wasm` is where it lies below `www/`, or what it was compiled to; `glue` names the JavaScript that belongs to it. */
export interface Build { variant: Variant; wasm: string | WebAssembly.Module; glue: string }

/** From the page to the worker. `engine` names the module that a request is for; it was sent before; `readers` are the builds of what reads files. */
export type ToWorker =
  | { type: "engine"; name: string; builds: Build[] }
  | { type: "file"; name: string; bytes: Uint8Array; readers: Build[] }
  | { type: "readers"; readers: Build[] }
  | { type: "ping" }
  | ToEngine;
export type ToEngine =
  | { type: "open"; id: number; engine: string; state: string }
  | { type: "pin"; id: number; engine: string; state: string }
  | { type: "load"; id: number; engine: string; name: string; bytes: Uint8Array; readers: Build[] }
  | { type: "measured"; id: number; engine: string; unit: number; bytes: Uint8Array }
  | { type: "measurements"; id: number; engine: string; name: string }
  | { type: "hand"; id: number; engine: string; files: string[] }
  | { type: "parse"; id: number; engine: string; text: string; list: boolean; readers: Build[] };
/** From the worker to the page. */
export type FromWorker =
  | { type: "alive" }
  | { type: "started"; name: string; variant: Variant }
  | { type: "answer"; id: number; answer: Sent }
  | { type: "result"; id: number; value: unknown }
  | { type: "error"; id: number; code: string; message: string; trap: boolean };
export interface Sent { opened: Opened; progress: Progress; ready: boolean; reportText: string; figures: Uint8Array; ms: number }
/** What was sent, with the report read. */
export interface Answer extends Sent { report: Report }
