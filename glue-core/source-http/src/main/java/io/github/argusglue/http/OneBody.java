package io.github.argusglue.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body that OkHttp sends a second time only if the request may be repeated. */
final class OneBody extends RequestBody {
    private final byte[] content;
    private final boolean repeatable;

    OneBody(byte[] content, boolean repeatable) {
        this.content = content;
        this.repeatable = repeatable;
    }

    /** The header {@code Content-Type} of the request says it. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return content.length;
    }

    @Override
    public boolean isOneShot() {
        return !repeatable;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(content);
    }
}
