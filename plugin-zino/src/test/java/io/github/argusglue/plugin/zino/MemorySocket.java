package io.github.argusglue.plugin.zino;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A socket that returns recorded input and discards all output. */
final class MemorySocket extends Socket {
    private final InputStream input;

    /** @param maxRead maximum number of bytes for each read, as in packets */
    MemorySocket(byte[] input, int maxRead) {
        this.input = new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, maxRead));
            }
        };
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public synchronized void setSoTimeout(int timeout) {
        // All input is available, so there is nothing to wait for.
    }
}
