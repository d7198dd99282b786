import type { Principal } from "../auth/keys.ts";

/** What a request carries on its way through the app. */
export type AppEnv = {
  /** The address of the peer. */
  Bindings: { readonly address?: string };
  Variables: {
    principal: Principal;
    body: unknown;
    era?: string;
    /** Told of the body when it has been read. */
    onBody?: (bytes: Uint8Array) => void;
  };
};
