/** Whether a text leads to a page of this site: an address from outside must not lead elsewhere. */
export const isOwnPath = (text: string): boolean => /^\/(?![/\\])/.test(text);
