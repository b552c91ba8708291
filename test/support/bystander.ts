/** A process that is there and does nothing. */
process.stdout.write('here\n');
setInterval(() => undefined, 60_000);
