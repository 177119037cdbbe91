/** The JSON API between the till's page and its server. Types and four constants; the page may import all of it. */
export * from './cashier.ts';
export * from './routes.ts';
export * from './sale.ts';
export * from './shift.ts';
