import 'reflect-metadata';
import { jest } from '@jest/globals';

globalThis.jest = jest;
