package io.github.argusglue.plugin.zino;

/**
 * The replies do not match the commands, so nothing more on this connection can be trusted. One text in Zino that
 * contains a line with a single dot is enough to cause this, and routers can send such texts.
 */
final class OutOfSyncException extends Exception {
    private static final long serialVersionUID = 1;

    OutOfSyncException(String message) {
        super(message);
    }
}
