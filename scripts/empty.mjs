// Stands for react-devtools-core in the release bundle, which must not carry a debugger.
export default {};
