package io.github.argusglue.core.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Handles SIGHUP. The only way to do so in Java is {@code sun.misc.Signal}, which the module jdk.unsupported exports
 * for lack of a replacement (JEP 260). It is used by reflection because javac's warning about it cannot be suppressed,
 * and so that only the signal is lost on a Java without it.
 *
 * <p>If the signal is ignored, as under nohup, it stays ignored: Java does not handle signals that were ignored at its
 * start.
 */
public final class SighupHandler {
    private SighupHandler() {}

    /**
     * Keeps SIGHUP from terminating the process, if it is to run the service. A signal that arrives before the service
     * is ready is remembered. Must be called first, because until then SIGHUP terminates the process.
     */
    public static void hold(List<String> arguments) {
        if (arguments.contains("run")) {
            handle(new PendingHandler());
        }
    }

    /**
     * Runs an action at each SIGHUP, and now if one has arrived since {@link #hold}.
     *
     * @param executor runs the action, so that the signal thread is not blocked
     * @return why signals cannot be handled; empty on success
     */
    static String onSignal(Runnable action, Executor executor) {
        PendingHandler taker = new PendingHandler();
        taker.setAction(action, executor);
        return handle(taker);
    }

    private static String handle(PendingHandler taker) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(SighupHandler.class.getClassLoader(), new Class<?>[] {handlerType}, taker);
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object before = signal.getMethod("handle", signal, handlerType).invoke(null, hangup, handler);
            if (before != null
                    && Proxy.isProxyClass(before.getClass())
                    && Proxy.getInvocationHandler(before) instanceof PendingHandler holding
                    && holding.wasReceived()) {
                taker.received();
            }
            return "";
        } catch (ReflectiveOperationException | RuntimeException e) {
            return e.toString();
        }
    }

    /** Remembers the signal until an action is set. */
    private static final class PendingHandler implements InvocationHandler {
        private boolean received;
        private @Nullable Runnable action;
        private @Nullable Executor executor;

        synchronized void setAction(Runnable newer, Executor doer) {
            action = newer;
            executor = doer;
        }

        synchronized boolean wasReceived() {
            return received;
        }

        synchronized void received() {
            received = true;
            if (action != null && executor != null) {
                executor.execute(action);
            }
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws ReflectiveOperationException {
            if (method.getName().equals("handle")) {
                received();
                return null;
            }
            return method.invoke(this, arguments); // of Object, such as toString()
        }
    }
}
