import type { WhyTexts } from "../../digest/tell-why.ts";
import type { PaperOrder } from "../../domain/question.ts";

/** Name and description of a command or of an option. */
export interface Label {
  readonly name: string;
  readonly description: string;
}

/** Everything that the bot says in one language. Numbers and dates come in as they are to be shown. */
export interface Texts {
  readonly commands: {
    readonly ask: Label & { readonly question: Label; readonly show: Label };
    /** Options that say which papers count. */
    readonly filters: {
      readonly since: Label;
      readonly until: Label;
      readonly author: Label;
      readonly upvotes: Label;
      readonly source: Label;
      readonly sort: Label;
    };
    readonly related: Label & { readonly paper: Label };
    readonly paper: Label & {
      readonly add: Label & { readonly id: Label };
      readonly show: Label & { readonly paper: Label };
    };
    readonly search: Label & { readonly query: Label };
    /** A message command has a name only; it may hold spaces and capitals. */
    readonly askAboutThis: string;
    readonly help: Label;
    readonly about: Label;
    readonly privacy: Label & { readonly export: Label; readonly delete: Label };
    readonly digest: Label & {
      readonly subscribe: Label & {
        readonly channel: Label;
        readonly day: Label;
        readonly time: Label;
        readonly timezone: Label;
        readonly topics: Label;
        readonly style: Label;
        readonly silent: Label;
        readonly crosspost: Label;
      };
      readonly preview: Label;
      readonly list: Label;
      readonly unsubscribe: Label;
      readonly now: Label;
    };
    readonly settings: Label;
  };
  readonly show: { readonly everyone: string; readonly asker: string };
  readonly orders: Readonly<Record<PaperOrder, string>>;

  readonly stages: {
    waiting(ahead: string): string;
    readonly searching: string;
    reading(papers: string): string;
    readonly checking: string;
  };
  readonly answer: {
    readonly citedPapers: string;
    papers(count: string): string;
    readonly abstractsOnly: string;
    newest(date: string): string;
    since(date: string, papers: string): string;
    readonly quoted: string;
    writtenBy(model: string): string;
    understoodAs(question: string): string;
    readonly modelFailed: string;
    readonly budgetSpent: string;
    moreSentences(count: string): string;
    asked(name: string): string;
    answeredIn(channel: string): string;
    readonly threadHint: string;
  };
  readonly buttons: {
    readonly followUp: string;
    readonly sources: string;
    readonly related: string;
    readonly askAboutThis: string;
    readonly lessLikeThis: string;
    readonly more: string;
    readonly previous: string;
    readonly next: string;
    readonly similarFirst: string;
    readonly recentFirst: string;
    addPaper(id: string): string;
    readonly editLimits: string;
    readonly newTopic: string;
  };
  readonly modals: {
    readonly followUp: string;
    readonly yourQuestion: string;
    readonly whatWasWrong: string;
    readonly reason: string;
  };
  readonly sources: {
    readonly title: string;
    readonly none: string;
    /** Of what a language model wrote, checked against the quotation. */
    readonly supported: string;
    readonly partly: string;
  };
  readonly feedback: { readonly thanks: string; readonly notYours: string };
  readonly related: {
    title(paper: string): string;
    readonly none: string;
    bothOn(terms: string): string;
    readonly otherWords: string;
    taken(paper: string): string;
  };
  readonly paper: {
    authors(count: string): string;
    upvotes(count: string): string;
    sources(list: string): string;
    readonly undated: string;
    several(text: string): string;
    noneFits(text: string): string;
    added(title: string): string;
    unknownId(id: string): string;
    badId(id: string): string;
    addFailed(id: string): string;
    readonly gone: string;
  };
  readonly search: { title(query: string): string; readonly none: string; page(page: string, pages: string): string };
  readonly digest: {
    readonly full: string;
    readonly short: string;
    title(week: string): string;
    newPapers(count: string, sources: string): string;
    quiet(reason: string): string;
    readonly why: WhyTexts;
    /** Name of what is wanted besides the themes. */
    readonly rest: string;
    readonly pick: string;
    subscribed(channel: string, day: string, time: string, zone: string, next: string): string;
    entry(channel: string, day: string, time: string, zone: string, next: string): string;
    readonly none: string;
    unsubscribed(channel: string): string;
    notSubscribed(channel: string): string;
    badZone(zone: string): string;
    badTime(time: string): string;
    readonly foreignChannel: string;
    missing(channel: string, permissions: string): string;
    posted(channel: string): string;
    already(channel: string, week: string): string;
    skipped(channel: string, weeks: string): string;
    disabled(channel: string, reason: string): string;
    lessNoted(paper: string): string;
    lessTakenBack(paper: string): string;
    readonly channelGone: string;
    readonly mayNotPost: string;
  };
  readonly refusals: {
    userLimit(when: string): string;
    serverLimit(when: string): string;
    readonly queueFull: string;
    channels(channels: string): string;
    readonly unreadable: string;
    readonly noText: string;
    readonly badDate: string;
    readonly stopping: string;
    readonly interrupted: string;
    readonly expired: string;
    readonly notManager: string;
    indexGone(reference: string): string;
    indexUnreadable(reference: string): string;
    /** The embedder hung or died. */
    readerFailed(reference: string): string;
    failed(reference: string): string;
    missingPermission(channel: string): string;
  };
  readonly help: { readonly title: string; readonly lines: readonly string[] };
  readonly about: {
    readonly title: string;
    does(papers: string): string;
    readonly cannot: string;
    keeps(days: string): string;
  };
  readonly privacy: {
    readonly exported: string;
    /** Where the export takes several messages. */
    exportedPart(part: string, of: string): string;
    readonly nothing: string;
    readonly sure: string;
    readonly deleteNow: string;
    readonly keep: string;
    readonly kept: string;
    deleted(rows: string): string;
  };
  readonly settings: {
    readonly title: string;
    readonly channels: string;
    readonly allChannels: string;
    readonly visibility: string;
    readonly threads: string;
    readonly threadsFollowUp: string;
    readonly threadsAlways: string;
    readonly threadsNever: string;
    readonly language: string;
    readonly languageAuto: string;
    readonly limits: string;
    perHour(user: string, server: string): string;
    perDay(asks: string): string;
    readonly userPerHour: string;
    readonly serverPerHour: string;
    readonly badNumber: string;
  };
}
