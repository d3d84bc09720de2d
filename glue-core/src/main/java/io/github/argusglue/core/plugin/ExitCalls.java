package io.github.argusglue.core.plugin;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces calls of {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} in the classes of plugins by
 * calls of {@link PluginExit}. Java has no other way to keep a library from ending the process. Calls by reflection are
 * not replaced.
 */
final class ExitCalls {
    private static final Logger log = LoggerFactory.getLogger("plugin");
    private static final String TARGET = PluginExit.class.getName().replace('.', '/');
    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";
    private static final byte[] EXIT = {1, 0, 4, 'e', 'x', 'i', 't'};
    private static final byte[] HALT = {1, 0, 4, 'h', 'a', 'l', 't'};

    private ExitCalls() {}

    /** Returns the code of a class, without such calls. */
    static byte[] replace(byte[] code) {
        // The form of the names in the constant pool. Few classes have them, all others are not parsed.
        if (!contains(code, EXIT) && !contains(code, HALT)) {
            return code;
        }
        try {
            ClassReader reader = new ClassReader(code);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Replacing(writer), 0);
            return writer.toByteArray();
        } catch (IllegalArgumentException e) {
            log.debug("a class of a plugin has a format that cannot be read: {}", e.toString());
            return code;
        }
    }

    private static boolean contains(byte[] code, byte[] name) {
        for (int i = 0; i <= code.length - name.length; i++) {
            int same = 0;
            while (same < name.length && code[i + same] == name[same]) {
                same++;
            }
            if (same == name.length) {
                return true;
            }
        }
        return false;
    }

    /** Returns the descriptor of the method of {@link PluginExit} that replaces a method; null if none does. */
    private static @Nullable String replacement(String owner, String name, String descriptor) {
        if (!descriptor.equals("(I)V")) {
            return null;
        } else if (owner.equals(SYSTEM) && name.equals("exit")) {
            return descriptor;
        }
        boolean ends = name.equals("exit") || name.equals("halt");
        return owner.equals(RUNTIME) && ends ? "(L" + RUNTIME + ";I)V" : null;
    }

    /** Replaces the calls in one class. */
    private static final class Replacing extends ClassVisitor {
        Replacing(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new ReplacingMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    /** Replaces the calls, and the references to the methods, in one method. */
    private static final class ReplacingMethod extends MethodVisitor {
        ReplacingMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            String replacement = replacement(owner, name, descriptor);
            if (replacement == null) {
                super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
            } else {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, TARGET, name, replacement, false);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] replaced = arguments.clone();
            for (int i = 0; i < replaced.length; i++) {
                if (replaced[i] instanceof Handle handle) {
                    String replacement = replacement(handle.getOwner(), handle.getName(), handle.getDesc());
                    if (replacement != null) {
                        replaced[i] = new Handle(Opcodes.H_INVOKESTATIC, TARGET, handle.getName(), replacement, false);
                    }
                }
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, replaced);
        }
    }
}
