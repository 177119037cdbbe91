/** The till: a cashier's server between a browser and a gateway. */
export { ApiRefusal } from './api-refusal.ts';
export { type ListenSettings, serveTill, type TillServer } from './http/till-server.ts';
export { addTillRoutes } from './http/till-routes.ts';
export type { TillLog, TillPorts } from './ports.ts';
export { SANDBOX_CASHIER, type TillSettings } from './settings.ts';
export { openStoppedTill, Till } from './till.ts';
export { TillProblem } from './store/till-problem.ts';
export { readPayTypes } from './register/sale-desk.ts';
