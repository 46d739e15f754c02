// Addresses inside the hub.
import type { Protocol } from './protocols';
import type { Server } from './servers';

export const SERVERS = '/connectivity/servers';
export const ADD_SERVER = '/connectivity/servers/new';
export const CERTIFICATES = '/connectivity/servers/certificates';
export const newServerLink = (protocol: Protocol): string => `/connectivity/servers/new/${protocol}`;
export const serverLink = ({ protocol, id }: Pick<Server, 'protocol' | 'id'>): string =>
  `/connectivity/servers/${protocol}/${id}`;
