package io.github.argusglue.plugin.zino;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket whose other end has said everything already, and is deaf. */
final class MemorySocket extends Socket {
    private final InputStream said;

    /** @param most bytes that are handed over at once, as a network would */
    MemorySocket(byte[] said, int most) {
        this.said = new ByteArrayInputStream(said) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, most));
            }
        };
    }

    @Override
    public InputStream getInputStream() {
        return said;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public synchronized void setSoTimeout(int timeout) {
        // Everything is here.
    }
}
