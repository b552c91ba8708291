/** In a file of its own, to be loaded when there is something to report: it comes with the whole platform. */
export { report } from '@concord/platform';
