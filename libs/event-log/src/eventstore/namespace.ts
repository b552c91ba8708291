/**
 * Which streams of a server are a log's. Several logs can share one server, as can events of others and the server's own: the
 * streams of this log begin with its name and a hyphen (`concord-government.norm/toy-safety`, so that the server's category
 * is `concord`), and what the adapter notes for itself with its name and a dot.
 */
export class Namespace {
  /** What the streams of the log begin with. */
  readonly prefix: string;

  /** @throws RangeError when the name could not be told from another's */
  constructor(private readonly name: string) {
    if (!/^[a-z0-9]{1,64}$/.test(name))
      throw new RangeError(`${JSON.stringify(name)} is no name for a log: 1 to 64 small letters and digits`);
    this.prefix = `${name}-`;
  }

  nameOf(stream: string): string {
    return this.prefix + stream;
  }

  /** The stream of the log that the server knows by this name, or undefined when it is none. */
  streamIn(name: string): string | undefined {
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : undefined;
  }

  /** The stream in which the adapter notes something for itself. */
  nameOfOwn(record: string): string {
    return `${this.name}.${record}`;
  }
}
