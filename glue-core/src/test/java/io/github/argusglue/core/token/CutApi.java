package io.github.argusglue.core.token;

import io.github.argusglue.core.argus.TokenApi;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Simulates a kill at the n-th request, before it is sent or after it was answered. */
public final class CutApi {
    private final int at;
    private final boolean after;
    private int requests;

    public CutApi(int at, boolean after) {
        this.at = at;
        this.after = after;
    }

    public TokenApi around(TokenApi real) {
        return (TokenApi) Proxy.newProxyInstance(
                TokenApi.class.getClassLoader(), new Class<?>[] {TokenApi.class}, (proxy, method, arguments) -> {
                    requests++;
                    if (requests == at && !after) {
                        throw new CutDisk.Killed();
                    }
                    Object answer = null;
                    Throwable failure = null;
                    try {
                        answer = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        failure = e.getCause();
                    }
                    if (requests == at) {
                        throw new CutDisk.Killed();
                    } else if (failure != null) {
                        throw failure;
                    }
                    return answer;
                });
    }
}
