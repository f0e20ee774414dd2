"""The bundled encoder for questions: its packed weights, its tokenizer and its graph on ONNX Runtime."""
