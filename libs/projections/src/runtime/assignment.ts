import type { Model } from '../tables/model.js';
import type { Stage } from './checkpoint.js';
import type { RuntimeLog } from './log.js';

/** What the database says of a stage of a projection. */
export interface StageRow {
  readonly name: string;
  readonly stage: Stage;
  readonly shape: string;
  readonly status: 'running' | 'stopped';
}

/**
 * What there is to do for one projection, as this worker's code sees it. A worker that meets tables of another shape
 * rebuilds them, whether its code is newer or, after a step back, older. But one that had its own shape and then meets
 * another, or none, has been superseded: it stands by, so that two generations of workers do not rebuild against each other.
 */
export class Assignment {
  private hadOwn = false;
  private isSuperseded = false;

  constructor(
    readonly model: Model,
    private readonly log: RuntimeLog,
  ) {}

  wants(rows: readonly StageRow[]): readonly Stage[] {
    const { name, shape } = this.model;
    const mine = rows.filter((row) => row.name === name);
    const live = mine.find(({ stage }) => stage === 'live');
    const next = mine.find(({ stage }) => stage === 'next');
    this.compare(live?.shape === shape);
    if (!live || this.isSuperseded) return [];

    const wanted: Stage[] = [];
    if (live.shape === shape && live.status === 'running') wanted.push('live');
    const isStopped = next?.shape === shape && next.status === 'stopped';
    if ((next || live.shape !== shape) && !isStopped) wanted.push('next');
    return wanted;
  }

  private compare(isOwn: boolean): void {
    const { name, version } = this.model;
    if (isOwn) {
      this.hadOwn = true;
      this.isSuperseded = false;
    } else if (this.hadOwn && !this.isSuperseded) {
      this.isSuperseded = true;
      this.log.warn(
        { projection: name, version },
        `The projection ${name} is now built by other code, or from another log, than this worker's, which stands by`,
      );
    }
  }
}
