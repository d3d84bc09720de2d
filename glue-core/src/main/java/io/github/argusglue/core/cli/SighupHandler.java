package io.github.argusglue.core.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * SIGHUP. Java has no way of its own to take a signal but {@code sun.misc.Signal}, which its module jdk.unsupported
 * exports for want of a replacement (JEP 260). By reflection, since javac warns of the class in a way that cannot be
 * suppressed, and so that a Java without it only lacks the signal.
 *
 * <p>Where the signal is ignored, as under nohup, it stays so: Java takes no signal that was ignored when it began.
 */
public final class SighupHandler {
    private SighupHandler() {}

    /**
     * Keeps a SIGHUP from ending the process from now on, if it is to be the service: what comes before the service is
     * ready for it is remembered. To be called first of all, since until then Java ends the process.
     */
    public static void hold(List<String> arguments) {
        if (arguments.contains("run")) {
            handle(new Taker());
        }
    }

    /**
     * Has something done at each SIGHUP, and now if one has come since {@link #hold}.
     *
     * @param executor does it; the signal's own thread must not be kept
     * @return why that cannot be; empty if all is well
     */
    static String then(Runnable action, Executor executor) {
        Taker taker = new Taker();
        taker.becomes(action, executor);
        return handle(taker);
    }

    private static String handle(Taker taker) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(SighupHandler.class.getClassLoader(), new Class<?>[] {handlerType}, taker);
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object before = signal.getMethod("handle", signal, handlerType).invoke(null, hangup, handler);
            if (before != null
                    && Proxy.isProxyClass(before.getClass())
                    && Proxy.getInvocationHandler(before) instanceof Taker holding
                    && holding.hasCome()) {
                taker.come();
            }
            return "";
        } catch (ReflectiveOperationException | RuntimeException e) {
            return e.toString();
        }
    }

    /** Remembers the signal until there is something to do. */
    private static final class Taker implements InvocationHandler {
        private boolean come;
        private @Nullable Runnable action;
        private @Nullable Executor executor;

        synchronized void becomes(Runnable newer, Executor doer) {
            action = newer;
            executor = doer;
        }

        synchronized boolean hasCome() {
            return come;
        }

        synchronized void come() {
            come = true;
            if (action != null && executor != null) {
                executor.execute(action);
            }
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws ReflectiveOperationException {
            if (method.getName().equals("handle")) {
                come();
                return null;
            }
            return method.invoke(this, arguments); // of Object, such as toString()
        }
    }
}
