package io.github.argusglue.plugin.zino;

/**
 * What Zino sent does not fit what was asked, so nothing that comes on this connection can be trusted any more. One
 * text in Zino that holds a lone dot is enough, and routers can send such texts.
 */
final class ConfusedException extends Exception {
    private static final long serialVersionUID = 1;

    ConfusedException(String message) {
        super(message);
    }
}
