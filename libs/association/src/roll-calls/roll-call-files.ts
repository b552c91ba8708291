import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadFile, type Row, rowsOf } from './csv-file.js';
import { partyOf } from './member.js';
import {
  type NamedVote,
  QUESTION_COLUMNS,
  type Question,
  questionIn,
  type RollCall,
  type State,
  VOTE_COLUMNS,
  voteIn,
} from './roll-call.js';

/** What the files hold, as far as it has to be known before the first ballot. */
export interface Survey {
  readonly rollCalls: number;
  readonly votes: number;
  /** Everybody who voted at least once. */
  readonly states: readonly State[];
}

/** Roll calls in two files: the questions in one, the votes in the other, those of one roll call next to each other. */
export class RollCallFiles {
  private constructor(
    readonly questions: string,
    readonly votes: string,
  ) {}

  /**
   * @param paths the file of the questions and that of the votes; or the folder in which their names begin with `roll-calls` and `votes`
   * @throws BadFile when there are not these two
   */
  static async at(paths: readonly string[]): Promise<RollCallFiles> {
    const [first = '', second] = paths;
    if (second !== undefined) return new RollCallFiles(first, second);
    if (!(await stat(first)).isDirectory())
      throw new BadFile(`${first} is one file: name the one with the votes behind it, or their folder`);
    const names = (await readdir(first)).filter((name) => /\.csv(\.gz)?$/.test(name));
    const only = (beginning: string): string => {
      const [name, ...others] = names.filter((candidate) => candidate.startsWith(beginning));
      if (name !== undefined && others.length === 0) return join(first, name);
      throw new BadFile(`${first} has ${name === undefined ? 'no' : 'more than one'} file ${beginning}*.csv or ${beginning}*.csv.gz`);
    };
    return new RollCallFiles(only('roll-calls'), only('votes'));
  }

  /** Reads both files to their ends, so that a fault is known before anything is imported. @throws BadFile */
  async survey(): Promise<Survey> {
    const states = new Map<string, State>();
    let [rollCalls, votes] = [0, 0];
    for await (const rollCall of this.rollCalls()) {
      rollCalls++;
      votes += rollCall.votes.length;
      for (const { state } of rollCall.votes) states.set(partyOf(state), state);
    }
    return { rollCalls, votes, states: [...states.values()] };
  }

  /**
   * Each roll call with its votes, in the order of the votes; those in which nobody voted come last. The questions are held
   * in memory, the votes of one roll call at a time.
   * @throws BadFile
   */
  async *rollCalls(): AsyncGenerator<RollCall> {
    const questions = await this.questionsById();
    const open = new Map(questions);
    let current: { readonly question: Question; readonly votes: Map<string, NamedVote> } | undefined;
    for await (const row of rowsOf(this.votes, VOTE_COLUMNS)) {
      const vote = voteIn(row);
      if (current?.question.id !== vote.rollCall) {
        if (current) yield { ...current.question, votes: [...current.votes.values()] };
        const question = open.get(vote.rollCall);
        if (!question) throw misplaced(row, vote, questions.has(vote.rollCall));
        open.delete(question.id);
        current = { question, votes: new Map() };
      }
      const party = partyOf(vote.state);
      if (current.votes.has(party)) throw badRow(row, `${vote.state.name} has voted in roll call ${vote.rollCall} already`);
      current.votes.set(party, vote);
    }
    if (current) yield { ...current.question, votes: [...current.votes.values()] };
    for (const question of open.values()) yield { ...question, votes: [] };
  }

  private async questionsById(): Promise<ReadonlyMap<number, Question>> {
    const questions = new Map<number, Question>();
    for await (const row of rowsOf(this.questions, QUESTION_COLUMNS)) {
      const question = questionIn(row);
      if (questions.has(question.id)) throw badRow(row, `the roll call ${question.id} has come already`);
      questions.set(question.id, question);
    }
    return questions;
  }
}

const badRow = ({ file, line }: Row, fault: string): BadFile => new BadFile(`${file}, line ${line}: ${fault}`);

const misplaced = (row: Row, { rollCall }: NamedVote, known: boolean): BadFile =>
  badRow(
    row,
    known
      ? `roll call ${rollCall} has had its votes before; all votes of a roll call are to stand together`
      : `the other file has no roll call ${rollCall}`,
  );
