using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Emulator.Api.Grpc;

/// <summary>The methods of vLLM's inference service with a look at a request's bytes before they are parsed: its messages are the only ones with <see cref="RepeatedParts"/>.</summary>
internal static class VllmInferenceBinding
{
    /// <summary>Binds them; named by <see cref="BindServiceMethodAttribute"/>.</summary>
    public static void BindService(ServiceBinderBase binder, Vllm.Inference.InferenceBase? service) => Vllm.Inference.BindService(new Looking(binder), service);

    private sealed class Looking(ServiceBinderBase binder) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => binder.AddMethod(WithLook(method), handler);

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(WithLook(method), handler);

        private static Method<TRequest, TResponse> WithLook<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class
            where TResponse : class
        {
            MessageDescriptor type = Vllm.Inference.Descriptor.FindMethodByName(method.Name).InputType;
            Marshaller<TRequest> requests = new(method.RequestMarshaller.ContextualSerializer, context =>
            {
                RepeatedParts.Refuse(context.PayloadAsReadOnlySequence(), type);
                return method.RequestMarshaller.ContextualDeserializer(context);
            });
            return new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name, requests, method.ResponseMarshaller);
        }
    }
}
