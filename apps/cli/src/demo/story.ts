import { association } from './association.js';
import { audit } from './audit.js';
import { castOf, newRun } from './cast.js';
import type { Client } from './client.js';
import { consumer } from './consumer.js';
import { cooperation } from './cooperation.js';
import { government } from './government.js';
import type { Scene } from './scene.js';
import type { Telling } from './telling.js';
import { closeSale, trade } from './trade.js';

/**
 * The whole story, from a norm to the dossier of a transaction. Every run has ids of its own, so that it can be told
 * again, also after a run that was ended in the middle.
 * @throws CannotBeDone when the platform answers otherwise than the story goes
 */
export async function tellStory(client: Client, telling: Telling): Promise<void> {
  const run = newRun();
  const scene: Scene = { run, cast: castOf(run), client, telling };
  telling.line(`A story in six parts, played on ${client.url}. Everything in it is named -${run}.`);
  const norm = await government(scene);
  await association(scene);
  const transactionId = await trade(scene, norm);
  await consumer(scene, transactionId);
  const closed = await closeSale(scene, transactionId);
  await cooperation(scene, norm);
  await audit(scene, norm, { transactionId, closed });
}
