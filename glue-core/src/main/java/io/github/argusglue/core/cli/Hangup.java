package io.github.argusglue.core.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP. Java has no way of its own to take a signal but {@code sun.misc.Signal}, which its module jdk.unsupported
 * exports for want of a replacement (JEP 260). By reflection, since javac warns of the class in a way that cannot be
 * suppressed, and so that a Java without it only lacks the signal.
 */
final class Hangup {
    private static final Logger log = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * Has something done at each SIGHUP, instead of ending the process. Where the signal is ignored, as under nohup, it
     * stays so.
     *
     * @param executor does it; the signal's own thread must not be kept
     */
    static void then(Runnable action, Executor executor) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            executor.execute(action);
                            return null;
                        }
                        return method.invoke(action, arguments); // of Object, such as toString()
                    });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handlerType).invoke(null, hangup, handler);
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.info("SIGHUP is not taken by this Java ({}); 'argus-glue reload' does the same", e.toString());
        }
    }
}
