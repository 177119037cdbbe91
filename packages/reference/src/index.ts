/** What integrators read: the OpenAPI description, collections for API clients, and the reference page. */
export type { CallExample, Examples } from './openapi/call-example.ts';
export { openApiDocument } from './openapi/document.ts';
export type { OpenApiDocument } from './openapi/document-types.ts';
export { referenceRoutes } from './routes.ts';
export type { SnippetLanguage, SnippetRequest } from './snippet/snippet-request.ts';
export { SNIPPET_LANGUAGES } from './snippet/snippets.ts';
export { brunoCollection } from './collection/bruno-collection.ts';
export { postmanCollection } from './collection/postman-collection.ts';
